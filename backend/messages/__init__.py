"""What people were told, whether it reached them, and what they wrote back: read from outreach's rows."""

from backend.messages.answer import ReplyAnswer, answers_of
from backend.messages.answering import (
    AnsweredAlready,
    AnswerTooLong,
    NoSuchLetter,
    NotTextable,
    NotTheirPhone,
    NotWelcome,
    answer,
)
from backend.messages.answering_duties import DutyNotAsked, NoSuchDuty, answer_duty, duties_asked
from backend.messages.balance import Balance, balance_of
from backend.messages.carriers import CarrierMonth, carrier_months
from backend.messages.channel import Arrival, Channel
from backend.messages.difference import Difference, DifferenceKind, differences, differences_of_month
from backend.messages.ending import ending_of
from backend.messages.frame_refused import FRAME_REFUSED
from backend.messages.holding_beside import Listed, as_message_id, disagreements, was_taken
from backend.messages.inbox import Letter, inbox, unanswered
from backend.messages.keeping_figures import keep_figures
from backend.messages.notice import Notice, NoticeState, notices, notices_of_case
from backend.messages.occasion_titles import OCCASION_TITLES
from backend.messages.operations import DUTY_TITLES, DutyDone, Template, duties_done, templates
from backend.messages.own_notices import OWN_PAGE, SAID, OwnNotice, own_notices
from backend.messages.past_months import (
    CallbackMonth,
    PastMonth,
    callback_months,
    past_months,
    past_workbook,
    years_sent,
)
from backend.messages.phones import DeadLine, VillagePhones, dead_lines, phones_by_village
from backend.messages.printing_proof import print_proof
from backend.messages.proof import Proof
from backend.messages.provider import ChannelDay, StatementDay, channel_days, statement_days
from backend.messages.provider_statement import ProviderStatement, statement_of, statements_taken
from backend.messages.proving import NoSuchNotice, proof_of, proof_of_visit
from backend.messages.reading_news import note_read
from backend.messages.statement_file import StatementColumnsMissing, StatementUnreadable
from backend.messages.taking_statement import MonthNotOver, take_statement
from backend.messages.text_parts import parts_of
from backend.messages.textable import is_textable, unwelcome_word
from backend.messages.troubled_phones import NoSuchVillage, PhoneTrouble, TroubledPhone, troubled_phones
from backend.messages.unreached import Unreached, unreached
from backend.messages.visits import Visit, visits

__all__ = [
    "DUTY_TITLES", "FRAME_REFUSED", "OCCASION_TITLES", "OWN_PAGE", "SAID", "AnswerTooLong", "AnsweredAlready",
    "Arrival", "Balance", "CallbackMonth", "CarrierMonth", "Channel", "ChannelDay", "DeadLine", "Difference",
    "DifferenceKind", "DutyDone", "DutyNotAsked", "Letter", "Listed", "MonthNotOver", "NoSuchDuty", "NoSuchLetter",
    "NoSuchNotice", "NoSuchVillage", "NotTextable", "NotTheirPhone", "NotWelcome", "Notice", "NoticeState",
    "OwnNotice", "PastMonth", "PhoneTrouble", "Proof", "ProviderStatement", "ReplyAnswer", "StatementColumnsMissing",
    "StatementDay", "StatementUnreadable", "Template", "TroubledPhone", "Unreached", "VillagePhones", "Visit",
    "answer", "answer_duty", "answers_of", "as_message_id", "balance_of", "callback_months", "carrier_months",
    "channel_days", "dead_lines", "differences", "differences_of_month", "disagreements", "duties_asked",
    "duties_done", "ending_of", "inbox", "is_textable", "keep_figures", "note_read", "notices", "notices_of_case",
    "own_notices", "parts_of", "past_months", "past_workbook", "phones_by_village", "print_proof", "proof_of",
    "proof_of_visit", "statement_days", "statement_of", "statements_taken", "take_statement", "templates",
    "troubled_phones", "unanswered", "unreached", "unwelcome_word", "visits", "was_taken", "years_sent",
]  # fmt: skip

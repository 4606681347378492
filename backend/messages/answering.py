"""Answering a text: by text where the phone is surely theirs alone, else a note that somebody called back."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.messages.answer import ReplyAnswer
from backend.messages.inbox import ANSWER, LETTERS, letter_of, whole_county
from backend.messages.textable import LONGEST_WORDS, is_textable, unwelcome_word
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Officer, Power, must_have

LONGEST_NOTE = 500


class NoSuchLetter(NotFound):
    """No such text, or none of the officer's places."""

    sentence = "没有找到这条来信，请刷新后再选。"


class NotTheirPhone(NotNow):
    """Several people are on file under it, or it is another's: a text would tell the wrong one. Or it wants none."""

    sentence = "这个号码不是本人专用，或者已经退订、停用，不能发短信答复。请打电话或让村干部上门，再把结果记在这里。"


class AnsweredAlready(NotNow):
    """Another officer was quicker."""

    sentence = "这条来信已经有人答复了，请刷新页面。"


class AnswerTooLong(NotAcceptable):
    """Empty, or more than fits."""

    sentence = "答复要写，短信答复不超过35个字，电话记录不超过500个字。"


class NotTextable(NotAcceptable):
    """Something that no text takes: it would arrive mutilated, or not at all."""

    sentence = "短信答复里不写网址、电话号码、表情和括号，请改成文字；要说这些请打电话，再把结果记在这里。"


class NotWelcome(NotAcceptable):
    """A word for which the provider would refuse the text."""

    sentence = "短信公司不收这样的内容，请换一种说法，或者打电话，再把结果记在这里。"


async def answer(letter_id: UUID, officer: Officer, words: str, *, by_text: bool) -> None:
    """Keep the answer, and have it texted if `by_text`; to who is no resident it is a note, and of a phone that nobody
    is on file under it is the county's. Of two officers at once one wins. Refuses with NoSuchLetter, NotTheirPhone,
    AnsweredAlready, AnswerTooLong, NotTextable, NotWelcome and NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    words = " ".join(words.split())
    if not 1 <= len(words) <= (LONGEST_WORDS if by_text else LONGEST_NOTE):
        raise AnswerTooLong
    if by_text and not is_textable(words):
        raise NotTextable
    if by_text and (word := unwelcome_word(words)):
        raise NotWelcome(f"短信公司不收带“{word}”的短信，请换一种说法，或者打电话，再把结果记在这里。")
    row = await database.row(
        f"{LETTERS} AND l.id = $4", officer.county, officer.scope.like, whole_county(officer), letter_id
    )
    if row is None:
        raise NoSuchLetter
    letter = letter_of(row, officer)
    must_have(officer, Power.REVIEW if letter.village else Power.ANSWER_STRANGERS)
    if by_text and not letter.may_text:
        raise NotTheirPhone
    async with database.transaction():
        try:
            await ReplyAnswer.create(
                id=new_id(), county=officer.county, reply_id=letter_id, resident_id=letter.resident_id,
                contact_id=letter.contact_id, by_text=by_text, answer_sealed=sealing.seal(words, ANSWER),
                officer_id=officer.id, answered_at=clock.now(),
            )  # fmt: skip
        except IntegrityError as taken:
            raise AnsweredAlready from taken
        subject = ("contact", letter.contact_id) if letter.contact_id else ("reply", letter_id)
        line = journal.Line(
            journal.Deed.REPLY_ANSWERED, officer.county, *subject, resident_id=letter.resident_id,
            village=letter.village, facts={"reply": str(letter_id), "by_text": by_text},
        )  # fmt: skip
        await journal.record(line, by=officer.signature)

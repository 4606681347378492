"""The seven-day notice (公示) in the village, and what neighbours object to."""

from backend.postings.answering import AlreadyAnswered, AnswerEmpty, NoSuchObjection, answer
from backend.postings.asking_for_photos import ask_for_board_photos
from backend.postings.board_photo import (
    BoardPhoto,
    BoardPictureUsed,
    NoSuchNotice,
    NotABoardPhoto,
    Side,
    board_photos,
    prove_board,
    whose_board,
)
from backend.postings.carrying import CarriedNotice, carried_notices
from backend.postings.ending import end_due
from backend.postings.given_name import given_names
from backend.postings.objecting import NoSuchNoticeLine, NoticeOver, ObjectionEmpty, object_to
from backend.postings.objection import Objection, forget_phones, objections_with_phones
from backend.postings.own_objection import OwnObjection, own_objections
from backend.postings.poster import poster
from backend.postings.posting import Ending, Posting, PostingLine
from backend.postings.posting_up import AlreadyPosted, MixedNotice, NeverPosted, NothingToPost, post, posting_time
from backend.postings.reading import NoticeLineView, NoticeView, line_of, open_notices, postings_for, was_posted_by

__all__ = [
    "AlreadyAnswered", "AlreadyPosted", "AnswerEmpty", "BoardPhoto", "BoardPictureUsed", "CarriedNotice", "Ending",
    "MixedNotice", "NeverPosted", "NoSuchNotice", "NoSuchNoticeLine", "NoSuchObjection", "NotABoardPhoto",
    "NothingToPost", "NoticeLineView", "NoticeOver", "NoticeView", "Objection", "ObjectionEmpty", "OwnObjection",
    "Posting", "PostingLine", "Side", "answer", "ask_for_board_photos", "board_photos", "carried_notices", "end_due",
    "forget_phones", "given_names", "line_of", "object_to", "objections_with_phones", "open_notices",
    "own_objections", "post", "poster", "posting_time", "postings_for", "prove_board", "was_posted_by", "whose_board",
]  # fmt: skip

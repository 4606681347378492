"""The seven-day notice (公示) in the village, and what neighbours object to."""

from backend.postings.answering import AlreadyAnswered, AnswerEmpty, NoSuchObjection, answer
from backend.postings.ending import end_due
from backend.postings.objecting import NoSuchNoticeLine, NoticeOver, ObjectionEmpty, object_to
from backend.postings.objection import Objection, objections_to
from backend.postings.posting import Ending, Posting, PostingLine
from backend.postings.posting_up import AlreadyPosted, MixedNotice, NothingToPost, post
from backend.postings.reading import NoticeLineView, NoticeView, line_of, open_notices, postings_for

__all__ = [
    "AlreadyAnswered", "AlreadyPosted", "AnswerEmpty", "Ending", "MixedNotice", "NoSuchNoticeLine", "NoSuchObjection",
    "NothingToPost", "NoticeLineView", "NoticeOver", "NoticeView", "Objection", "ObjectionEmpty", "Posting",
    "PostingLine", "answer", "end_due", "line_of", "object_to", "objections_to", "open_notices", "post",
    "postings_for",
]  # fmt: skip

"""What the market says and does: items of evidence, deals and why they end, what surveys measured."""

from nervecenter.evidence.models.deals import Deal, DealContact, DealLine, DealReason, Driver, WinLossInterview
from nervecenter.evidence.models.items import AbstractHighlight, Evidence, Highlight
from nervecenter.evidence.models.requests import FeedbackPage, FeedbackRequest, FeedbackVote
from nervecenter.evidence.models.surveys import Outcome, OutcomeRating, Survey

__all__ = [
    "AbstractHighlight",
    "Deal",
    "DealContact",
    "DealLine",
    "DealReason",
    "Driver",
    "Evidence",
    "FeedbackPage",
    "FeedbackRequest",
    "FeedbackVote",
    "Highlight",
    "Outcome",
    "OutcomeRating",
    "Survey",
    "WinLossInterview",
]

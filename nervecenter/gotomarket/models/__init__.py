"""What we say about the product, what it rests on, and what carries it to the market."""

from nervecenter.gotomarket.models.assets import AnalystReport, Asset, BattleCard
from nervecenter.gotomarket.models.messages import Claim, Message, MessageHouse, Positioning, ProofPoint

__all__ = [
    "AnalystReport",
    "Asset",
    "BattleCard",
    "Claim",
    "Message",
    "MessageHouse",
    "Positioning",
    "ProofPoint",
]

"""What we have: lines, products, modules, capabilities; how it is sold; how it compares."""

from nervecenter.portfolio.models.comparing import Comparison, CriterionScore
from nervecenter.portfolio.models.products import Capability, Module, PricingTheme, Product, ProductLine, Release
from nervecenter.portfolio.models.selling import Channel, DeliveryMode, Edition, MarketSize, Offering, Territory

__all__ = [
    "Capability",
    "Channel",
    "Comparison",
    "CriterionScore",
    "DeliveryMode",
    "Edition",
    "MarketSize",
    "Module",
    "Offering",
    "PricingTheme",
    "Product",
    "ProductLine",
    "Release",
    "Territory",
]

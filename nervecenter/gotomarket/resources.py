"""Go to market's resources."""

from nervecenter.foundation.resources import Edge, Resource, register
from nervecenter.gotomarket.models import (
    AnalystReport,
    Asset,
    BattleCard,
    Claim,
    Message,
    MessageHouse,
    Positioning,
    ProofPoint,
)

GROUP = "Go to market"

POSITIONING = Resource(
    kind="positioning",
    prefix="pos",
    model=Positioning,
    label="Positioning",
    plural="Positionings",
    slug="positionings",
    group=GROUP,
    about=(
        "Positioning says what a product is to a segment, and against what. Every target segment needs an "
        "approved one, newer than the last large release."
    ),
    columns=("name", "product", "segment", "status", "approved_on"),
    filters=("product", "segment", "status"),
    search=("name", "statement"),
    form=("name", "code", "product", "segment", "statement", "status", "approved_on"),
    edges=(Edge("segment", "reason", "made for"), Edge("product", "reason", "positions")),
    example="Audit module for regional banks, approved 3 May",
)
MESSAGE_HOUSE = Resource(
    kind="message_house",
    prefix="hou",
    model=MessageHouse,
    label="Message house",
    plural="Message houses",
    slug="message-houses",
    group=GROUP,
    about="A message house has one roof, a few pillars, and proof to stand on. It is built on a positioning.",
    columns=("name", "segment", "positioning", "status"),
    filters=("segment", "status"),
    search=("name", "code"),
    form=("name", "code", "segment", "positioning", "status"),
    edges=(Edge("positioning", "reason", "built on"), Edge("segment", "reason", "made for")),
    example="Regional banks, spring campaign",
)
MESSAGE = Resource(
    kind="message",
    prefix="msg",
    model=Message,
    label="Message",
    plural="Messages",
    slug="messages",
    group=GROUP,
    about="A message is what we want one role to remember. It starts from a problem and rests on claims.",
    columns=("name", "level", "house", "segment", "persona", "buyer_role"),
    filters=("level", "house", "segment", "persona", "buyer_role"),
    search=("name", "code"),
    form=("name", "code", "level", "house", "segment", "persona", "buyer_role", "problems"),
    edges=(
        Edge("problems", "reason", "speaks to"),
        Edge("house", "reason", "part of"),
        Edge("persona", "reason", "said to"),
        Edge("segment", "reason", "made for"),
    ),
    example="Your auditor waits a minute, not two days",
)
CLAIM = Resource(
    kind="claim",
    prefix="clm",
    model=Claim,
    label="Claim",
    plural="Claims",
    slug="claims",
    group=GROUP,
    about=(
        "A claim is something we say is so. It rests on a capability that has shipped and on a proof with a "
        "source and a date; say whether it is fact, inference or assumption."
    ),
    columns=("name", "label", "status", "product", "segment", "capability", "message"),
    filters=("label", "status", "product", "segment", "capability"),
    search=("name", "code"),
    form=("name", "code", "label", "status", "product", "segment", "capability", "message", "url"),
    edges=(
        Edge("capability", "reason", "rests on"),
        Edge("segment", "reason", "said in"),
        Edge("message", "consequence", "carries"),
    ),
    example="Access reports in under a minute (fact)",
)
PROOF_POINT = Resource(
    kind="proof_point",
    prefix="prf",
    model=ProofPoint,
    label="Proof point",
    plural="Proof points",
    slug="proof-points",
    group=GROUP,
    about=(
        "A proof point is what a claim rests on: a report, a figure, a reference. It has a source, a date and an end."
    ),
    columns=("name", "claim", "kind", "dated_on", "expires_on", "source_url"),
    filters=("claim", "kind", "is_internal", "dated_on"),
    search=("name", "kind"),
    form=("name", "claim", "kind", "source_url", "dated_on", "expires_on", "is_internal"),
    edges=(Edge("claim", "consequence", "proves"),),
    example="Benchmark of 3 May by an independent laboratory",
)
ASSET = Resource(
    kind="asset",
    prefix="ast",
    model=Asset,
    label="Asset",
    plural="Collateral",
    slug="assets",
    group=GROUP,
    about=(
        "Collateral is the decks, sheets, pages and films that sales and the market see. Each was built from "
        "a release, so each can fall behind."
    ),
    columns=("name", "kind", "topics", "published_on", "changed_on", "built_from", "segment", "visibility"),
    filters=("kind", "visibility", "segment", "built_from", "changed_on"),
    search=("name", "kind", "topics", "solutions"),
    form=(
        "name",
        "code",
        "kind",
        "topics",
        "solutions",
        "url",
        "published_on",
        "changed_on",
        "built_from",
        "segment",
        "author",
        "visibility",
        "products",
        "modules",
    ),
    edges=(
        Edge("built_from", "reason", "built from"),
        Edge("modules", "reason", "tells of"),
        Edge("products", "reason", "tells of"),
        Edge("segment", "reason", "made for"),
    ),
    example="Data sheet of the audit module, built from 4.1",
)
ANALYST_REPORT = Resource(
    kind="analyst_report",
    prefix="anr",
    model=AnalystReport,
    label="Analyst report",
    plural="Analyst reports",
    slug="analyst-reports",
    group=GROUP,
    about="What an industry analyst published about us or our market, and where we came out.",
    columns=("name", "result", "published_on", "url"),
    filters=("published_on",),
    search=("name", "code", "result"),
    form=("name", "code", "result", "published_on", "url"),
    example="Audit tools 2022: named a challenger",
)
BATTLE_CARD = Resource(
    kind="battle_card",
    prefix="crd",
    model=BattleCard,
    label="Battle card",
    plural="Battle cards",
    slug="battle-cards",
    group=GROUP,
    about=(
        "A battle card says how to win against one competitor, as of a date. A competitor that is often met "
        "needs a fresh one."
    ),
    columns=("name", "competitor", "status", "as_of", "review_by", "owner"),
    filters=("competitor", "status", "owner"),
    search=("name",),
    form=("name", "code", "competitor", "status", "as_of", "review_by", "owner"),
    edges=(Edge("competitor", "reason", "against"),),
    example="Against Acme Suite, as of 3 May",
)

register(POSITIONING, MESSAGE_HOUSE, MESSAGE, CLAIM, PROOF_POINT, ASSET, ANALYST_REPORT, BATTLE_CARD)

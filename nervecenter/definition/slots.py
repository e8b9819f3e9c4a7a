"""What definition adds to the pages of records: the demand of a problem or requirement."""

from nervecenter.definition.demand_panel import about_need
from nervecenter.foundation.slots import fill

fill("record:problem", about_need)
fill("record:requirement", about_need)

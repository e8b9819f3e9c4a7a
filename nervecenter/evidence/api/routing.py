"""Where evidence's own operations of the API are hung up; each module beside this one brings some."""

from ninja import Router

router = Router()
TAGS = ["Inbox"]

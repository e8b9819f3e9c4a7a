"""Commands of `python -m nervecenter.site.manage`; people use `nervecenter`."""

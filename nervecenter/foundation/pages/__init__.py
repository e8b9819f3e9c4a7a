"""The generic pages, made from the resource declarations: list, record, form, history, search, jobs, sign-in."""

"""The API `/api/v1`, made from the resource declarations: routes, representation, errors, document."""

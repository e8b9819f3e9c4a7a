"""The market's voice: feedback, interviews, tickets, research and usage, linked to problems."""

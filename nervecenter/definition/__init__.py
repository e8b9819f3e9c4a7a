"""What the market needs and how we answer it: objectives, requirements, answers."""

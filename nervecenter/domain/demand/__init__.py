"""How much the market asks for something: accounts counted once, money at stake, and the gap between want and have."""

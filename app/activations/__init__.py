"""What an activation is: torch functions and the facts about them; no HTTP, no drawing."""

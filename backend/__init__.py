"""What the county owes whom, and why. Knows nothing of HTTP, SMS or WeChat."""

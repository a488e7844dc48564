"""Questions asked of paired worlds: what differs between variants of a world, and where an effect is larger."""

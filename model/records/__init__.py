"""What is known of a world: columns of firms, alliances and markets, identities, and result tables."""

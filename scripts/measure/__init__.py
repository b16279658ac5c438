"""What the scripts measure with: corpora, metrics, peers, engines, reports."""

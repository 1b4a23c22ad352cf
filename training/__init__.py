"""Makes the learned reader's model: `make model` (see docs/model.md). No part of the package marsad."""

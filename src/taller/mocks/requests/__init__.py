"""From requests to what they ask: routes, parameters, bodies, credentials, preferences."""

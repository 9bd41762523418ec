"""From answers to replies: media types, headers, examples, made-up values, pages."""

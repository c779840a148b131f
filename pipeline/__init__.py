"""Text-to-BI: a question in Chinese or English becomes a Cube query, a table, a chart and an analysis."""

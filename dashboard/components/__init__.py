"""Views of our own for the pages; their sources stand in dashboard/frontend/."""

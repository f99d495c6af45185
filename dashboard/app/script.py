"""The script that Streamlit runs for every session."""

from dashboard.app.frame import show

show()

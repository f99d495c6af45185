"""placeholder"""
from queries import Result


def page(result: Result[object]) -> str:
    return ""

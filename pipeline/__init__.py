"""Tin Mở: Vietnamese news articles in, linked open data out."""

__version__ = "0.1.0"

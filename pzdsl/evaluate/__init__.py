"""Figures about cohorts, texts and dialogues."""

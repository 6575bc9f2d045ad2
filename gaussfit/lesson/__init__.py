"""The lesson: one text file (`lesson.md`, in jupytext's Markdown), its picture, and the code that only it shows."""

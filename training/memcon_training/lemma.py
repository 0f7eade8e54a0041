"""Lemma edit scripts: how the lower-cased lemma comes from the lower-cased form.

A script is `k|suffix`: cut k characters off the end, then append the suffix; `=lemma` replaces the
whole word where nothing is shared. The Rust reader (`reading/lemma.rs`) applies the same scripts.
"""


def script(form, lemma):
    form, lemma = form.lower(), lemma.lower()
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    if shared == 0 and form != lemma:
        return "=" + lemma
    return f"{len(form) - shared}|{lemma[shared:]}"


def apply(edit, form):
    form = form.lower()
    if edit.startswith("="):
        return edit[1:]
    cut, suffix = edit.split("|", 1)
    cut = int(cut)
    return form if cut > len(form) else form[: len(form) - cut] + suffix

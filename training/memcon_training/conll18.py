"""The CoNLL 2018 evaluation of raw text, by the script that Universal Dependencies' `udtools` carries on.

usage: python -m memcon_training.conll18 GOLD.conllu SYSTEM.conllu
"""

import importlib.util
import os
import sys


def evaluation():
    """The script by its path: importing udtools itself would want all that its validator wants."""
    folder = importlib.util.find_spec("udtools").submodule_search_locations[0]
    spec = importlib.util.spec_from_file_location("conll18", os.path.join(folder, "udeval.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    conll18 = evaluation()
    scores = conll18.evaluate(conll18.load_conllu_file(sys.argv[1]), conll18.load_conllu_file(sys.argv[2]))
    wanted = ("Tokens", "Sentences", "Words", "UPOS", "XPOS", "Lemmas", "UAS", "LAS")
    print(os.path.basename(sys.argv[1]) + ", raw text, F1: " + "  ".join(f"{k} {100 * scores[k].f1:.2f}" for k in wanted))


if __name__ == "__main__":
    main()

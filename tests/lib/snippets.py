#!/usr/bin/env python3
"""snippets.py PAGE LANGUAGE TEMPLATE: the template with the page's code in that language, in order, in the place of its line THE PAGE.

So that what a page shows is compiled and run. A template is a test in that language around what the page leaves out.
"""

import re
import sys


def main() -> None:
    page, language, template = sys.argv[1:]
    with open(page, encoding="utf-8") as file:
        blocks = re.findall(rf"^```{language}\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)
    if not blocks:
        sys.exit(f"{page} has no code in {language}")
    with open(template, encoding="utf-8") as file:
        for line in file:
            if line.strip() == "// THE PAGE":
                indent = line[: len(line) - len(line.lstrip())]
                for code in "\n".join(blocks).splitlines():
                    print((indent + code).rstrip())
            else:
                print(line, end="")


main()

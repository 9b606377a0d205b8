"""Writes the completions of the command line for bash and zsh from its parser."""

import re
from collections.abc import Iterator

from command_line import VALUES, Argument, Spoken, commands, program

HEAD = "# Completes the command line of Backprop Lab; made from its parser."


def bash() -> str:
    """The completion for bash."""
    top, inner = program(), commands()
    names = " ".join(each.name for each in inner)
    return "\n".join([
        HEAD,
        "_bplab_files() {",
        "    compopt -o filenames 2>/dev/null",
        "    local pattern",
        '    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$cur"; for pattern; do',
        '        compgen -f -X "!$pattern" -- "$cur"; done)',
        "}",
        "_bplab_folders() {",
        "    compopt -o filenames 2>/dev/null",
        '    mapfile -t COMPREPLY < <(compgen -d -- "$cur")',
        "}",
        "_bplab_words() {",
        '    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$1" -- "$cur")',
        "}",
        *(f'_bplab_{name.lower()}="{" ".join(words)}"' for name, words in VALUES.items()),
        "_bplab() {",
        '    local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command="" word',
        "    COMPREPLY=()",
        '    for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do',
        f'        case " {names} " in *" $word "*) command=$word; break ;; esac',
        "    done",
        '    case "$command $before" in',
        *[line for each in inner for line in _bash_values(each)],
        "    esac",
        '    case "$command" in',
        *[line for each in inner for line in _bash_words(each)],
        '        "")',
        f'            if [[ $cur == -* ]]; then _bplab_words "{_names(top)}"',
        f'            else _bplab_files "*.bplab"; _bplab_words "{names}"; fi ;;',
        "    esac",
        "}",
        "complete -F _bplab bplab",
        "",
    ])  # fmt: skip


def _bash_values(command: Spoken) -> Iterator[str]:
    """What follows an option."""
    for option in command.options:
        if option.value:
            asked = "|".join(f'"{command.name} {name}"' for name in option.names)
            yield f"        {asked}) {_bash_value(option)}return ;;"


def _bash_words(command: Spoken) -> Iterator[str]:
    """The options of a command, and what can stand without one."""
    yield f"        {command.name})"
    yield f'            if [[ $cur == -* ]]; then _bplab_words "{_names(command)}"'
    yield f"            else {''.join(_bash_value(each) for each in command.places) or ':; '}fi ;;"


def _bash_value(argument: Argument) -> str:
    files, words = argument.files, " ".join(argument.choices)
    patterns = "" if files is None else " ".join(f'"*.{each}"' for each in files) or '"*"'
    if argument.value in VALUES:
        words = f"$_bplab_{argument.value.lower()}"
    return "".join((
        f"_bplab_files {patterns}; " if patterns else "",
        "_bplab_folders; " if argument.value == "FOLDER" else "",
        f'_bplab_words "{words}"; ' if words else "",
    ))  # fmt: skip


def _names(command: Spoken) -> str:
    return " ".join(name for each in command.options for name in each.names)


def zsh() -> str:
    """The completion for zsh."""
    top, inner = program(), commands()
    rows = [f"        {_quoted(f'{each.name}:{each.help}')}" for each in inner]
    return "\n".join([
        "#compdef bplab",
        HEAD,
        "_bplab_what() {",
        f"    _alternative 'words:experiment:({' '.join(VALUES['WHAT'])})' \\",
        "        'files:file:_files -g \"*.(json|bplab)\"'",
        "}",
        "_bplab() {",
        "    local curcontext=$curcontext state line",
        "    local -a commands=(",
        *rows,
        "    )",
        "    _arguments -C \\",
        *[f"        {each} \\" for each in _zsh_options(top)],
        "        '1: :->first' \\",
        "        '*:: :->rest' && return",
        "    case $state in",
        "        first)",
        "            _describe -t commands command commands",
        "            _files -g '*.bplab' ;;",
        "        rest)",
        "            case $words[1] in",
        *[line for each in inner for line in _zsh_command(each)],
        "            esac ;;",
        "    esac",
        "}",
        '_bplab "$@"',
        "",
    ])  # fmt: skip


def _zsh_command(command: Spoken) -> Iterator[str]:
    yield f"                {command.name})"
    yield "                    _arguments \\"
    parts = [*_zsh_options(command), *map(_zsh_place, command.places)]
    yield " \\\n".join(f"                        {each}" for each in parts) + " ;;"


def _zsh_options(command: Spoken) -> Iterator[str]:
    for option in command.options:
        value = f":{_bare(option.value)}:{_zsh_value(option)}" if option.value else ""
        for name in option.names:
            yield _quoted(f"{'*' if option.repeated else ''}{name}[{_bare(option.help)}]{value}")


def _zsh_place(place: Argument) -> str:
    return _quoted(f"{'' if place.needed else ':'}:{_bare(place.value)}:{_zsh_value(place)}")


def _zsh_value(argument: Argument) -> str:
    """The action that completes a value; zsh passes no options of its own to one after a space."""
    files = argument.files
    if argument.value == "WHAT":
        return " _bplab_what"
    if argument.value == "FOLDER":
        return "_files -/"
    if files is None:
        return f"({' '.join(argument.choices)})" if argument.choices else " "
    if len(files) == 1:  # a single ending in parentheses would be zsh's qualifiers
        return f"_files -g '*.{files[0]}'"
    return f"_files -g '*.({'|'.join(files)})'" if files else "_files"


def _bare(text: str) -> str:
    """Text without what has a meaning of its own in zsh's lists."""
    return re.sub(r"([\\:\[\]])", r"\\\1", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", r"'\''") + "'"

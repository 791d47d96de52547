"""What each shell runs when Tab is pressed: it asks policykb, and shows what comes back."""

BASH = """\
_policykb() {
    local IFS=$'\\n'
    COMPREPLY=( $(_POLICYKB_COMPLETE=bash _POLICYKB_LINE="${COMP_LINE:0:COMP_POINT}" \\
        _POLICYKB_BREAKS="$COMP_WORDBREAKS" "$1" 2>/dev/null) )
    if [ $? -eq 3 ]; then compopt -o default; else compopt -o nospace; fi
}
complete -F _policykb policykb
"""
ZSH = """\
_policykb() {
    local line answer files values=() shown=() open=() openly=()
    line="${(j: :)words[1,CURRENT-1]} ${QIPREFIX}${PREFIX}"
    answer=$(_POLICYKB_COMPLETE=zsh _POLICYKB_LINE="$line" policykb 2>/dev/null)
    files=$?
    if (( files == 3 )); then _files; return; fi
    for line in ${(f)answer}; do
        if [[ -n $QIPREFIX || ${line%%$'\\t'*} == *: ]]; then
            open+=("${line%%$'\\t'*}")
            openly+=("${line%%$'\\t'*}  ${line#*$'\\t'}")
        else
            values+=("${line%%$'\\t'*}")
            shown+=("${line%%$'\\t'*}  ${line#*$'\\t'}")
        fi
    done
    compadd -U -V policykb -l -d shown -a values
    compadd -U -V policykb -S '' -l -d openly -a open
}
compdef _policykb policykb
"""
FISH = """\
function __policykb
    set -l answer (_POLICYKB_COMPLETE=fish _POLICYKB_LINE=(commandline -cp | string collect) policykb 2>/dev/null)
    if test $pipestatus[1] -eq 3
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $answer
    end
end
complete -c policykb -f -a '(__policykb)'
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}

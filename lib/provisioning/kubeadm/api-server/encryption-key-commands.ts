/** Commands of the script that work on the file with keys. */
export const KEY_COMMANDS = String.raw`  make)
    if [ -e "$file" ]; then
      echo "'$file' is there; no key is made"
    elif [ -e "$manifest" ] && [ -n "$(flag encryption-provider-config)" ]; then
      die "the API server of this machine encrypts with a key that is not here; take it from another machine or from where it was kept"
    else
      temporary
      new_key | document >"$new"
      # A link, other than a move, never takes the place of a file that has come meanwhile.
      ln "$new" "$file"
    fi
    check
    ;;
  check) check ;;
  give)
    [ ! -t 1 ] || die 'this would show the keys; send them into: kubestrata-encryption-key take'
    check >/dev/null
    cat "$file"
    ;;
  take)
    temporary
    cat >"$new"
    wrong=$(problem "$new")
    [ -z "$wrong" ] || die "what was given is wrong: $wrong"
    if [ -e "$file" ]; then
      [ -n "$(keys "$new" | head -n 1 | among "$file")" ] ||
        die 'what was given encrypts with a key that is not known here: it is of another cluster, or this machine has missed the step in which that key was the second'
      [ -n "$(keys | head -n 1 | among "$new")" ] ||
        die 'what was given has not the key with which this machine encrypts: it is older than what is here'
    fi
    replace
    check
    ;;
  refresh)
    need_file
    for named in $(named); do
      case " $resources " in
        *" $named "*) ;;
        *) die "the definition does not name '$named' any more, and what is encrypted could not be read; name it again" ;;
      esac
    done
    temporary
    keys | document >"$new"
    replace
    check
    ;;
  add)
    check >/dev/null
    [ "$(keys | wc -l)" -eq 1 ] || die 'there are two keys already; finish that change first: promote, rewrite, remove'
    temporary
    { keys && new_key; } | document >"$new"
    replace
    check
    ;;
  promote)
    check >/dev/null
    [ "$(keys | wc -l)" -gt 1 ] || die 'there is one key only; add another first: add'
    temporary
    # Names are times: the newest comes first, however often this is run.
    keys | sort -r | document >"$new"
    replace
    check
    ;;
  remove)
    check >/dev/null
    [ "$(cat "$written" 2>/dev/null)" = "$(keys | head -n 1 | cut -d ' ' -f 1)" ] ||
      die 'not everything is written with the first key; do that on this machine first: rewrite'
    temporary
    keys | head -n 1 | document >"$new"
    replace
    rm -f "$written"
    check
    ;;`;

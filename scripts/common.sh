# Sourced by the scripts beside it, which then run from the root of the repository.
set -euo pipefail
script=$(realpath "$0")
cd "$(dirname "$script")/.."
cache=${PADDOCK_CACHE:-$HOME/.cache/paddock}

# Prints the comment at the head of the script that is running, and ends.
usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$script"
    exit "${1:-0}"
}

# One line for the person; the standard output is left to results.
say() { echo "$(basename "$script"): $*" >&2; }

fail() {
    say "$*"
    exit 1
}

# Waits until no other run of the same task works in the cache.
lock() {
    mkdir -p "$cache"
    exec 9>"$cache/.lock-$1"
    flock -n 9 || { say "waiting for another run to finish" && flock 9; }
}

[[ ${1:-} != --help && ${1:-} != -h ]] || usage

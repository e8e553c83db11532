# Shared by ./run, ./test and ./bench: says what is done, and gets what is missing. Sourced, never run.

claude_version=2.1.330
browser_version=1.64.1

say() { printf '==> %s\n' "$*"; }
fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# The program to ask for and the package that brings it, "program:package".
need_packages() {
  missing=
  local pair
  for pair in "$@"; do
    have "${pair%%:*}" || missing="$missing ${pair#*:}"
  done
  missing=${missing# }
  [ -n "$missing" ] || return 0
  if [ "$(uname)" = Darwin ]; then fail "missing programs; get them with: brew install $missing"; fi
  have apt-get || fail "missing programs; install $missing with the package manager of this system"
  apt_install $missing
}

# A new machine has no package lists: until they are fetched apt knows no candidate for anything.
fresh_package_lists() { as_root apt-get update -qq >/dev/null 2>&1 || true; }

apt_install() {
  [ "$(id -u)" -eq 0 ] || have sudo || fail "missing programs, and no sudo to get them; as root run: apt-get install $*"
  say "installing $* (apt)"
  fresh_package_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    fail "apt could not install $*"
}

need_dotnet() {
  have dotnet || {
    if [ "$(uname)" = Darwin ]; then fail "the .NET SDK is missing; get it with: brew install --cask dotnet-sdk"; fi
    fail "the .NET SDK 10 is missing: see https://dotnet.microsoft.com/download"
  }
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "the .NET SDK is too old: $root/global.json asks for $(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$root/global.json") or newer"
}

need_node() {
  have node && have npm || {
    if [ "$(uname)" = Darwin ]; then fail "Node.js is missing; get it with: brew install node"; fi
    fail "Node.js 18 or newer with npm is missing: the tests play Anthropic's API with it"
  }
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || fail "Node.js 18 or newer is needed, this is $(node --version)"
}

# Claude Code itself, pinned: the end-to-end tests run the real program.
need_claude() {
  local package="$root/.tools/node_modules/@anthropic-ai/claude-code/package.json"
  if ! grep -qs "\"version\": \"$claude_version\"" "$package"; then
    say "installing Claude Code $claude_version into .tools (npm)"
    mkdir -p "$root/.tools"
    npm install --prefix "$root/.tools" --no-save --no-fund --no-audit --loglevel=error \
      "@anthropic-ai/claude-code@$claude_version" >/dev/null || fail "npm could not install @anthropic-ai/claude-code@$claude_version"
  fi
  "$root/.tools/node_modules/.bin/claude" --version >/dev/null 2>&1 || fail "the installed Claude Code does not start: remove .tools and try again"
}

find_browser() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chromium-browser \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium \
    "$root"/.tools/browsers/chromium-*/chrome-linux*/chrome; do
    [ -n "$candidate" ] || continue
    candidate=$(command -v "$candidate") || continue
    # A snap starter can be present without its snap, so it has to answer.
    "$candidate" --version >/dev/null 2>&1 || continue
    CHROMIUM=$candidate
    return 0
  done
  return 1
}

# Debian has Chromium as a package; Ubuntu only as a snap, so there Playwright brings its own.
need_browser() {
  find_browser || {
    if [ "$(uname)" = Darwin ]; then fail "no browser for the tests; get one with: brew install --cask google-chrome"; fi
    have apt-get || fail "no browser for the tests: install Chromium, or set CHROMIUM to its path"
    fresh_package_lists
    # Read whole: a grep that stops early would end apt-cache with a broken pipe, which pipefail takes for "none".
    local candidate
    candidate=$(apt-cache policy chromium 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    if [[ "$candidate" == [0-9]* && "$candidate" != *snap* ]]; then
      apt_install chromium
    else
      say "installing a browser into .tools (Playwright $browser_version)"
      PLAYWRIGHT_BROWSERS_PATH="$root/.tools/browsers" npx --yes "playwright@$browser_version" install --with-deps chromium >/dev/null ||
        fail "Playwright could not install a browser: install Chromium, or set CHROMIUM to its path"
    fi
    find_browser || fail "the installed browser does not start: set CHROMIUM to the path of one that does"
  }
  export CHROMIUM
}

# global.json and nuget.config count from the working directory, so builds always run in the repository.
# What the build says is shown only when it fails.
build() {
  local words
  words=$(cd "$root" && dotnet build "$@" --configuration Release --nologo --verbosity quiet 2>&1) || {
    printf '%s\n' "$words" >&2
    return 1
  }
}

#!/bin/sh
# Builds the wheel from the source distribution and tries it as a user would: in an environment without
# development packages, from a folder that holds nothing of the tree.
# usage: check_wheel.sh PYTHON   (PYTHON has the build backend)
set -eu
cd "$(dirname "$0")/../.."
python=$1
tree=$PWD
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT

pip() {
    interpreter=$1
    shift
    "$interpreter" -m pip -qq --disable-pip-version-check "$@"
}

rm -rf dist
"$python" -m hatchling build --target sdist
pip "$python" wheel --no-deps --no-build-isolation --wheel-dir dist dist/claimx-*.tar.gz

"$python" -m tarfile --list dist/claimx-*.tar.gz >"$elsewhere/listing"
"$python" -m zipfile --list dist/claimx-*.whl >>"$elsewhere/listing"
if grep -E '(^|/)(seeds|cassettes|tests|docs)/' "$elsewhere/listing"; then
    echo 'these files belong to the tree alone and must not be published' >&2
    exit 1
fi
for needed in claimx/py.typed claimx/prompts/; do
    grep -q "^$needed" "$elsewhere/listing" || { echo "the wheel lacks $needed" >&2; exit 1; }
done

"$python" -m venv "$elsewhere/environment"
bin=$elsewhere/environment/bin
[ -d "$bin" ] || bin=$elsewhere/environment/Scripts
pip "$bin/python" install --require-hashes --requirement requirements/runtime.txt
pip "$bin/python" install --no-deps dist/claimx-*.whl
pip "$bin/python" check

cp -R seeds/articles "$elsewhere/articles"
cp -R seeds/gold "$elsewhere/gold"
cp cassettes/seeds.yaml "$elsewhere/seeds.yaml"
cd "$elsewhere"
unset OPENAI_API_KEY OPENAI_BASE_URL PYTHONPATH
"$bin/claimx" --version
"$bin/claimx" schema >schema.json
"$bin/claimx" run articles --model relay --cassette seeds.yaml --out out
"$bin/claimx" show out --main >main.txt
"$bin/claimx" gold check gold --articles articles
"$bin/claimx" gold draft out --out draft
# Scoring is an extra: without it the command says what to install.
if "$bin/claimx" score out --gold gold >score.txt 2>&1; then
    echo 'claimx score must not work without its extra' >&2
    exit 1
fi
grep -q "claimx: scoring needs scipy; pip install 'claimx\[score\]'" score.txt || { cat score.txt >&2; exit 1; }
"$bin/python" -c 'import claimx, sys; sys.exit(claimx.__file__.startswith(sys.argv[1]))' "$tree"
test -s schema.json
test -s main.txt
echo 'The wheel works outside the tree.'

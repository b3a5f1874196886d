#!/usr/bin/env bash
# The program as its user meets it: good runs, bad input, kill and resume. Usage: command_line.sh MERU
set -uo pipefail
meru=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

fail() { printf 'FAIL  %s\n' "$1"; failures=$((failures + 1)); }

# ok NAME COMMAND...: succeeds.
ok() {
  local name=$1
  shift
  if "$@" >out 2>err; then printf 'ok    %s\n' "$name"; else fail "$name"; cat out err; fi
}
# refused NAME PART COMMAND...: a non-zero exit that is no crash, and one line on stderr that holds PART.
refused() {
  local name=$1 part=$2 status
  shift 2
  "$@" >out 2>err
  status=$?
  if [ $status -eq 0 ] || [ $status -ge 126 ]; then fail "$name: exit status $status"
  elif ! grep -qF -- "$part" err out; then fail "$name: no '$part' in:"; cat out err
  elif [ "$(wc -l <err)" -gt 3 ]; then fail "$name: more than one line"; cat err
  else printf 'ok    %s: %s\n' "$name" "$(head -n 1 err)"; fi
}
train() { "$meru" train --data data --steps 12 --batch 16 --save-every 3 --log-every 1 "$@"; }

ok "prepare shapes" "$meru" prepare shapes --out data --train 200
ok "train" train --out whole
said() { grep -qF -- "$1" out err || { fail "nothing said of '$1'"; cat out err; }; }
unsaid() { if grep -qF -- "$1" out err; then fail "'$1' is said"; fi; }
said "contradiction weight 4: the default, for shapes lists all that is true of a picture"
unsaid "caution"
ok "train clip" train --out clip --model clip
unsaid "contradiction weight"
for variant in "--entail-weight 0" "--fixed-curvature" "--score inner" "--text-entail-weight 0" \
  "--contradiction-weight 0"; do
  # shellcheck disable=SC2086
  ok "train $variant" train --out "variant${variant// /}" $variant
done
said "contradiction weight 0: as asked for"
ok "evaluate" "$meru" evaluate --run whole
unsaid "caution"
ok "evaluate clip" "$meru" evaluate --run clip
ok "report" "$meru" report --run whole --baseline clip --out report.html
ok "embed" "$meru" embed --run whole --out embedded
ok "traverse by number" "$meru" traverse --run whole --index 3
grep -q '\[ROOT\]' out || fail "a walk ends at [ROOT]"
# NumPy's magic string and a file as long as its header says.
[ "$(head -c 6 embedded/images.npy | tail -c 5)" = NUMPY ] || fail "images.npy is NumPy's format"

for key in seconds min_radius eta retrieval zero_shot root_distance ordering cone aperture traversal; do
  grep -q "\"$key\"" whole/metrics.json || fail "metrics.json has no $key"
done
if grep -qE 'https?://[^"]*\.(js|css|png)' report.html; then fail "the report asks the network"; fi

# Interrupted, killed, resumed: the same model to the bit.
train --out stopped >/dev/null 2>&1 &
sleep 0.1
kill -INT $! 2>/dev/null
wait $!
for attempt in 1 2 3; do
  [ -f stopped/checkpoint.pt ] || { train --out stopped >/dev/null 2>&1 & sleep 1; kill -KILL $! 2>/dev/null; wait $! 2>/dev/null; }
  "$meru" train --out stopped --resume --microbatch 32 >/dev/null 2>&1 &
  sleep "0.$((RANDOM % 9 + 1))"
  kill -KILL $! 2>/dev/null
  wait $! 2>/dev/null
done
[ -f stopped/checkpoint.pt ] || train --out stopped >/dev/null 2>&1
ok "resume after kill -9" "$meru" train --out stopped --resume --microbatch 32
last() { tail -n 1 "$1/log.jsonl" | sed 's/"seconds":[^,]*,//'; }
if [ "$(last whole)" = "$(last stopped)" ]; then echo "ok    a killed and resumed run ends the same"; else
  fail "a killed and resumed run ends elsewhere"; last whole; last stopped; fi
[ "$(wc -l <stopped/log.jsonl)" = 12 ] || fail "the resumed log has a line for every step"

refused "no subcommand" "subcommand" "$meru"
refused "unknown flag" "--learning-rat" "$meru" train --data data --out x --learning-rat 1
refused "bad number" "--steps" "$meru" train --data data --out x --steps many
refused "not a number" "--learning-rate: expected a number > 0, got nan" train --out x --learning-rate nan
for option in steps batch image-size curvature scale alpha learning-rate min-radius eta threads save-every log-every; do
  refused "--$option -5" "--$option: expected a number > 0, got -5" "$meru" train --data data --out x "--$option" -5
  refused "--$option 0" "--$option" "$meru" train --data data --out x "--$option" 0
done
for option in weight-decay entail-weight text-entail-weight contradiction-weight contradictions ramp-begin ramp-end \
  microbatch seed; do
  refused "--$option -1" "--$option" "$meru" train --data data --out x "--$option" -1
done
refused "prepare shapes --train -5" "--train" "$meru" prepare shapes --out x --train -5
refused "prepare shapes --seed -1" "--seed" "$meru" prepare shapes --out x --seed -1
refused "prepare emoji --size 0" "--size" "$meru" prepare emoji --out x --size 0
refused "prepare emoji --seed -1" "--seed" "$meru" prepare emoji --out x --seed -1
for command in evaluate embed traverse; do
  refused "$command --threads 0" "--threads" "$meru" $command --run whole --out x --threads 0
done
refused "traverse --points 1" "--points" "$meru" traverse --run whole --index 0 --points 1
refused "traverse --index -1" "--index" "$meru" traverse --run whole --index -1
for command in "prepare shapes" "prepare emoji" "prepare folder" train evaluate embed traverse report; do
  # shellcheck disable=SC2086
  "$meru" $command --help >out 2>err || fail "$command --help"
  # A default of 0 that stands for another number, or that the option itself would refuse.
  if grep -E ' (INT|FLOAT)(:POSITIVE)?=0( |$)' out; then fail "$command --help shows a default that is none"; fi
done
refused "missing data" "nowhere" "$meru" train --data nowhere --out x
[ -e x ] && fail "a refused training leaves no directory behind"
refused "no --data" "--data" "$meru" train --out x
refused "unknown device" "--device" train --out x --device tpu
refused "evaluate on an unknown device" "--device" "$meru" evaluate --run whole --device gpu
# With CUDA and a GPU, a run goes on and is judged on either device; without, one line before any work.
if [ "${RAPIDITY_REQUIRE_GPU:-0}" = 1 ] || "$meru" evaluate --run whole --device cuda >out 2>err; then
  ok "train on a GPU" train --out gpu --device cuda
  ok "train clip on a GPU" train --out gpu_clip --model clip --device cuda
  "$meru" train --data data --steps 100 --batch 16 --out begun >/dev/null 2>&1 &
  until [ -f begun/checkpoint.pt ] || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
  kill -INT $! 2>/dev/null
  wait $! 2>/dev/null
  ok "resume on a GPU" "$meru" train --out begun --resume --device cuda
  ok "evaluate on a GPU" "$meru" evaluate --run gpu --device cuda
  ok "evaluate a GPU's run on the CPU" "$meru" evaluate --run gpu
  ok "embed on a GPU" "$meru" embed --run whole --out embedded_gpu --device cuda
  ok "traverse on a GPU" "$meru" traverse --run whole --index 3 --device cuda
else
  refused "train without a GPU" "--device cuda" train --out gpu --device cuda
  [ -e gpu ] && fail "a training refused for its device leaves no directory behind"
  refused "evaluate without a GPU" "--device cuda" "$meru" evaluate --run whole --device cuda
  refused "embed without a GPU" "--device cuda" "$meru" embed --run whole --out gpu --device cuda
  [ -e gpu ] && fail "an embedding refused for its device leaves no directory behind"
  refused "traverse without a GPU" "--device cuda" "$meru" traverse --run whole --index 3 --device cuda
fi
refused "run exists" "--resume" train --out whole
refused "output is a file" "data/dataset.json" train --out data/dataset.json
refused "nothing to resume" "no checkpoint" "$meru" train --out fresh --resume
refused "no run" "no checkpoint" "$meru" evaluate --run fresh
head -c 1000 whole/checkpoint.pt >clip/cut.pt
cp -r clip damaged && cp clip/cut.pt damaged/checkpoint.pt
refused "damaged checkpoint" "damaged/checkpoint.pt" "$meru" evaluate --run damaged
refused "index out of range" "--index" "$meru" traverse --run whole --index 99999
refused "not an image" "unsupported image" "$meru" traverse --run whole --image data/dataset.json
refused "no such image" "none.png" "$meru" traverse --run whole --image none.png
refused "report of nothing" "metrics.json" "$meru" report --run fresh --out r.html
refused "report to nowhere" "missing" "$meru" report --run whole --out missing/directory/r.html

# Shards with damage: counted, reported, not fatal; nothing usable is.
mkdir images && printf 'a.png\ta dot\nb.png\ta dash\nc.png\ta hole\n' >captions.tsv
head -c 100 /dev/urandom >images/a.png
refused "no usable image" "captions.tsv" "$meru" prepare folder --images images --captions captions.tsv --out packed
printf '{"image": "a.png", "caption": "a dot"}\n{"image": "b.png", "caption": "a dash"}\n' >rows.jsonl
refused "no usable row" "key 'file' not found" "$meru" prepare folder --images images --captions rows.jsonl --out packed
grep -qF "2 unreadable row" err || fail "rows that cannot be used are counted"
"$meru" prepare folder --help >out
for part in '<TAB>' '"caption":' '"captions":' 'JPEG'; do grep -qF -- "$part" out || fail "prepare folder --help: $part"; done

# A text that stands at two levels, as emoji's "clothing" does, in one picture and in several.
tar xf data/train-000000.tar -C images --wildcards 'train-00000*.png' 'train-00001*.png'
for file in images/train-*.png; do
  name=${file#images/}
  printf '{"file": "%s", "captions": [["a thing"], ["clothing"], ["clothing", "a shoe"], ["shoe %s"]]}\n' "$name" "$name"
done >captions.jsonl
ok "prepare folder" "$meru" prepare folder --images images --captions captions.jsonl --out shoes
ok "train on a folder" "$meru" train --data shoes --out shod --steps 3 --batch 8
said "contradiction weight 0: the default, for folder does not list all that is true of a picture"
unsaid "caution"
grep -q '"contradiction":null' shod/log.jsonl || fail "without a weight no contradiction is measured"
ok "evaluate on a folder" "$meru" evaluate --run shod
said "traversal/true_percent is a lower bound, and cone/false"
ok "traverse on a folder" "$meru" traverse --run shod --index 0
unsaid "untrue"
ok "contradictions on a folder" "$meru" train --data shoes --out pushed --steps 1 --batch 8 --contradiction-weight 2
said "contradiction weight 2: as asked for"
said "caution: folder does not list all that is true"
ok "resume on a folder" "$meru" train --out pushed --resume
said "contradiction weight 2: as the run began"
sed -i 's/"lists_all_truths": false/"lists_all_truths": true/' shoes/dataset.json
ok "a folder that lists all" "$meru" train --data shoes --out listed --steps 1 --batch 8
said "contradiction weight 4: the default"
ok "report of texts at two levels" "$meru" report --run shod --out shod.html

exit $((failures > 0))

// What the measures mean, and how to make this page again.
#include <fmt/format.h>

#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

std::string term(const std::string& name, const std::string& meaning) {
  return "<div><dt>" + name + "</dt><dd>" + meaning + "</dd></div>\n";
}

std::string cone_terms(const Run& run) {
  std::string setting;
  if (run.details.min_radius && run.details.eta) {
    setting = fmt::format(" (here K = {}, η = {}, those of training)",
                          significant(*run.details.min_radius), significant(*run.details.eta));
  }
  return term("Entailment cone, aperture",
              "The cone of a text x opens away from [ROOT] with half-aperture asin(2K/(√c‖x‖)), at "
              "most 90°; a picture y is inside where the exterior angle of the triangle [ROOT], "
              "x, y at x is at most η times that" +
                  setting + ".") +
         term("Inside the cone: true, false",
              "Over all pairs of a test text and a test picture: true where the text describes the "
              "picture, false where it does not. Wide cones raise both; only the two together mean "
              "something.");
}

}  // namespace

std::string glossary_section(const Subject& subject) {
  std::string terms =
      term("Retrieval, among the first k (R@k)",
           "For each test picture, all full test captions are ranked by the model; the figure is "
           "the share of pictures whose own caption is among the first k. Text → image is the same "
           "the other way round.") +
      term("iid, compositional",
           "iid: test data drawn like the training data. Compositional: every test item combines "
           "attributes that never occurred together in training, so it cannot be known by heart.") +
      term("Zero-shot classification",
           "The classes are given as sentences; the picture gets the class whose sentence is "
           "nearest. Seen classes occurred in training, held-out ones did not.") +
      term("[ROOT]",
           "The most general point. In MERU the origin of hyperbolic space, which entails "
           "everything; in CLIP, which has none, the mean of the embeddings stands in for it.") +
      term("Order of distances",
           "Two captions of one picture, one level apart: the share of pairs in which the more "
           "detailed one is farther from [ROOT]; at the end, full captions against their pictures. "
           "Chance is 50 %.");
  if (subject.run.hyperbolic) terms += cone_terms(subject.run);
  terms += term("Walk to [ROOT]",
                "50 points on the straight way from the picture to [ROOT]; at each, the nearest of "
                "all test captions of all levels. Counted: the texts met for the first time, the "
                "share of them that is true of the picture, and the share of steps from one to the "
                "next that come nearer to [ROOT].");
  terms += term("Caption levels",
                "The same picture described more and more exactly, from level 0 to the last; which "
                "is which stands in the legend of the embedding.");
  return section("measures", "What the measures mean", "<dl>\n" + terms + "</dl>\n");
}

std::string reproduce_section(const Subject& subject) {
  const std::string other = subject.baseline
                                ? "meru train    --data data --model clip --out run/clip\nmeru "
                                  "evaluate --data data --run run/clip\n"
                                : "";
  const std::string data = escape(subject.run.details.dataset);
  const std::string html = fmt::format(
      "<p>The default run, everything from the data to this page:</p>\n<pre>examples/meru/run.sh"
      "</pre>\n<p>The same step by step, for other data and settings (<code>meru COMMAND "
      "--help</code> lists them). The same seed, machine and number of threads give the same run."
      "</p>\n<pre>meru prepare {} --out data\nmeru train    --data data --model {} --out run/{}\n"
      "meru evaluate --data data --run run/{}\n{}meru report   --run run/{}{} --out "
      "run/report.html</pre>\n",
      data, subject.run.hyperbolic ? "meru" : "clip", subject.run.hyperbolic ? "meru" : "clip",
      subject.run.hyperbolic ? "meru" : "clip", other, subject.run.hyperbolic ? "meru" : "clip",
      subject.baseline ? " --baseline run/clip" : "");
  return section("reproduce", "Make it again", html);
}

}  // namespace meru::report

// The report as a page: whole, safe, honest about its inputs.
#include "report/report.hpp"

#include <vector>

#include "catch.hpp"
#include "report_run.hpp"
#include "xml_check.hpp"

using meru::ReportError;
using meru::ReportInputs;
using meru::write_report;
using report_test::FakeRun;
using report_test::Folder;
using report_test::XmlCheck;
namespace fs = std::filesystem;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string page_of(const Folder& folder, const FakeRun& run, const FakeRun* baseline = nullptr) {
  ReportInputs inputs{run.save(folder.path / "run"), std::nullopt};
  if (baseline) inputs.baseline = baseline->save(folder.path / "baseline");
  write_report(inputs, folder.path / "report.html");
  return report_test::read(folder.path / "report.html");
}

std::vector<std::string> drawings(const std::string& page) {
  std::vector<std::string> found;
  const std::string close = "</svg>";
  for (auto at = page.find("<svg"); at != std::string::npos; at = page.find("<svg", at + 1)) {
    found.push_back(page.substr(at, page.find(close, at) + close.size() - at));
  }
  return found;
}

void require_sound(const std::string& page) {
  for (const std::string& drawing : drawings(page)) {
    REQUIRE(XmlCheck(drawing).error() == "");
    CHECK_FALSE(has(drawing, "nan"));
    CHECK_FALSE(has(drawing, "inf"));
  }
  CHECK(has(page, "</html>"));
}

std::string error_of(const FakeRun& run) {
  const Folder folder("meru_report_error");
  try {
    page_of(folder, run);
  } catch (const ReportError& error) {
    CHECK_FALSE(fs::exists(folder.path / "report.html"));
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("the check of these tests notices what is not well-formed") {
  CHECK(XmlCheck("<svg a=\"1\"><g/>x &amp; y</svg>").error() == "");
  for (const std::string bad : {"<svg><g></svg>", "<svg>a & b</svg>", "<svg a=\"<\"></svg>",
                                "<svg a=1></svg>", "<svg>", "<svg>\x01</svg>"}) {
    CAPTURE(bad);
    CHECK(XmlCheck(bad).error() != "");
  }
}

TEST_CASE("the report is one sound page that asks nothing of the network") {
  const Folder folder("meru_report_page");
  const FakeRun meru(true), clip(false);
  std::string page = page_of(folder, meru, &clip);
  require_sound(page);
  CHECK(drawings(page).size() > 15);
  for (const char* id : {"embedding", "figures", "distances", "cones", "walks", "training",
                         "measures", "reproduce"}) {
    CAPTURE(id);
    CHECK(has(page, "<section id=\"" + std::string(id) + "\">"));
    CHECK(has(page, "href=\"#" + std::string(id) + "\""));
  }
  const std::string schema = "http://www.w3.org/2000/svg";  // a name, never fetched
  for (auto at = page.find(schema); at != std::string::npos; at = page.find(schema)) {
    page.erase(at, schema.size());
  }
  for (const char* outside : {"http:", "https:", "<link", "@import", "url(", "src=\"/"}) {
    CAPTURE(outside);
    CHECK_FALSE(has(page, outside));
  }
  CHECK_FALSE(fs::exists(folder.path / "report.html.partial"));
}

TEST_CASE("the words follow from the figures") {
  const Folder folder("meru_report_words");
  FakeRun meru(true), clip(false);
  auto& ours = meru.metrics["retrieval"]["iid"]["image_to_text"]["r1"];
  auto& order = meru.metrics["ordering"]["level2_3"];
  CHECK(has(page_of(folder, meru, &clip), "(CLIP: 80.0\u00A0%, about equal)"));
  CHECK(has(page_of(folder, meru, &clip), "It did.</b>"));
  CHECK_FALSE(has(page_of(folder, meru, &clip), "half-space (90°)"));
  CHECK_FALSE(has(page_of(folder, meru, &clip), "Cones hold many pictures"));
  ours = 90.0;
  CHECK(has(page_of(folder, meru, &clip), "(CLIP: 80.0\u00A0%, behind)"));
  ours = 70.0;
  order = 80.0;
  CHECK(has(page_of(folder, meru, &clip), "(CLIP: 80.0\u00A0%, ahead)"));
  CHECK(has(page_of(folder, meru, &clip), "MERU retrieves less well than CLIP"));
  CHECK(has(page_of(folder, meru, &clip), "It did so in part."));
  meru.metrics["cone"]["false"]["level1"] = 64.0;
  CHECK(has(page_of(folder, meru, &clip), "level 1 (64.0\u00A0% of them"));
  ours = 0.2;
  CHECK(has(page_of(folder, meru, &clip), "It cannot tell pictures apart yet."));
  CHECK(has(page_of(folder, meru, &clip), "Retrieval is no better than chance"));
  meru.metrics["aperture"]["level4"] = 89.0;
  CHECK(has(page_of(folder, meru, &clip), "level 4 (89°)"));
}

TEST_CASE("what is not listed is called untrue only where all is listed") {
  const Folder folder("meru_report_unlisted");
  FakeRun meru(true), clip(false);
  const auto caution = [](const std::string& page) {
    return has(page, "what is not listed counts as");
  };
  const std::string old_page = page_of(folder, meru);  // of before the data sets said so
  meru.metrics["lists_all_truths"] = true;
  CHECK(page_of(folder, meru) == old_page);
  CHECK_FALSE(caution(old_page));
  CHECK(has(old_page, "✗ false"));

  meru.metrics["lists_all_truths"] = clip.metrics["lists_all_truths"] = false;
  meru.metrics["cone"]["false"]["level1"] = 64.0;
  const std::string page = page_of(folder, meru);
  require_sound(page);
  CHECK(caution(page));
  CHECK(has(page, "are there rightly"));
  CHECK(has(page, "✗ not listed"));
  CHECK_FALSE(has(page, "✗ false"));
  CHECK(has(page, "Cones hold many pictures that do not list their text"));
  CHECK(caution(page_of(folder, clip)));
  CHECK_FALSE(has(page_of(folder, clip), "are there rightly"));
  meru.metrics["lists_all_truths"] = "no";
  CHECK(has(error_of(meru), "lists_all_truths: expected true or false"));
}

TEST_CASE("text from the data cannot become markup") {
  const Folder folder("meru_report_escape");
  FakeRun run;
  const std::string evil = "<script>alert('x')</script> & \"quoted\" \x01 é 日本";
  run.details["dataset"] = evil;
  run.details["level_names"][1] = evil;
  run.details["points"][0]["label"] = evil;
  run.details["points"][6]["label"] = evil;
  run.details["traversals"][0]["caption"] = evil;
  run.details["traversals"][0]["steps"][0]["text"] = evil;
  run.metrics["model"] = evil;
  run.metrics["retrieval"][evil] = run.metrics["retrieval"]["iid"];
  run.metrics["zero_shot"][evil] = 3.0;
  const std::string page = page_of(folder, run);
  require_sound(page);
  CHECK_FALSE(has(page, "<script>alert"));
  CHECK_FALSE(has(page, "<SCRIPT>"));
  CHECK_FALSE(has(page, "\x01"));
  CHECK(has(page, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"));
  CHECK(has(page, "é 日本"));
}

TEST_CASE("a missing file is named, with what was expected") {
  for (const char* name : {"metrics.json", "details.json", "log.jsonl"}) {
    const Folder folder("meru_report_missing");
    const fs::path run = FakeRun().save(folder.path / "run");
    fs::remove(run / name);
    try {
      write_report({run, std::nullopt}, folder.path / "report.html");
      FAIL("no error for a missing " << name);
    } catch (const ReportError& error) {
      CHECK(error.file() == run / name);
      CHECK(has(error.expected(), "JSON"));
      CHECK(error.got() == "no such file");
    }
    CHECK_FALSE(fs::exists(folder.path / "report.html"));
  }
}

TEST_CASE("a malformed file is named with the place in it") {
  FakeRun run;
  SECTION("not JSON") {
    run.log = "{\"step\": 1}\n{\"step\": 2,,}\n{\"step\": 3}\n";
    CHECK(has(error_of(run), "log.jsonl: line 2: expected JSON"));
  }
  SECTION("a wrong type in metrics.json") {
    run.metrics["zero_shot"]["seen"] = "many";
    CHECK(has(error_of(run), "metrics.json: zero_shot.seen: expected a number, got \"many\""));
  }
  SECTION("a required value that is absent") {
    run.details.erase("level_names");
    CHECK(has(error_of(run), "details.json: level_names: expected a value, got nothing"));
  }
  SECTION("a parent that is no text of a lower level") {
    run.details["points"][0]["parents"] = {1};
    CHECK(
        has(error_of(run), "points[0].parents[0]: expected the index of a text of a lower level"));
  }
  SECTION("a parent that does not exist") {
    run.details["points"][0]["parents"] = {7};
    CHECK(has(error_of(run), "points[0].parents[0]: expected a whole number from 0 to 6, got 7"));
  }
  SECTION("a level that does not exist") {
    run.details["points"][1]["level"] = 5;
    CHECK(has(error_of(run), "points[1].level: expected a whole number from 0 to 4, got 5"));
  }
  SECTION("tangent vectors of two lengths") {
    run.details["points"][3]["tangent"] = {1, 2};
    CHECK(has(error_of(run), "points[3].tangent: expected as many numbers as the first point"));
  }
  SECTION("a picture that is none") {
    run.details["points"][5]["png"] = "\"><b>";
    CHECK(has(error_of(run), "points[5].png: expected a PNG in base64"));
  }
  SECTION("root distances of another number of levels") {
    run.log = R"({"step": 1, "root_distance": [1, 2]})"
              "\n";
    CHECK(has(error_of(run), "line 1.root_distance: expected 6 numbers"));
  }
}

TEST_CASE("the report fits other data: one level, eight levels, CLIP alone, little at all") {
  const Folder folder("meru_report_other");
  for (const int levels : {1, 3, 8}) {
    const FakeRun run(true, levels), clip(false, levels);
    const std::string page = page_of(folder, run, &clip);
    require_sound(page);
    CHECK(has(page, "level " + std::to_string(levels - 1) + " · name"));
    CHECK_FALSE(has(page, "level " + std::to_string(levels) + " · name"));
  }
  const std::string clip = page_of(folder, FakeRun(false));
  require_sound(clip);
  CHECK_FALSE(has(clip, "<section id=\"cones\">"));
  CHECK_FALSE(has(clip, "Poincaré"));

  FakeRun bare;
  bare.metrics = {{"model", "meru"}};
  bare.details = {{"dataset", "bare"}, {"level_names", {"only"}}};
  bare.log = "";
  const std::string page = page_of(folder, bare);
  require_sound(page);
  CHECK_FALSE(has(page, "<section id=\"embedding\">"));
  CHECK(has(page, "<section id=\"reproduce\">"));
}

TEST_CASE("two runs of one model are told apart") {
  const Folder folder("meru_report_twins");
  const FakeRun run, other;
  const std::string page = page_of(folder, run, &other);
  CHECK(has(page, "MERU (baseline)"));
  CHECK(has(page, "not</em> true of them"));  // both have cones: they are compared
}

TEST_CASE("a report that cannot be written leaves what was there") {
  const Folder folder("meru_report_unwritable");
  const fs::path run = FakeRun().save(folder.path / "run");
  const fs::path out = folder.path / "absent" / "report.html";
  CHECK_THROWS_AS(write_report({run, std::nullopt}, out), fs::filesystem_error);

  report_test::write(folder.path / "report.html", "old");
  fs::remove(run / "details.json");
  CHECK_THROWS_AS(write_report({run, std::nullopt}, folder.path / "report.html"), ReportError);
  CHECK(report_test::read(folder.path / "report.html") == "old");
}

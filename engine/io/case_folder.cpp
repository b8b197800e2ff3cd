#include "engine/io/case_folder.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "engine/io/case_files.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/io/history_file.hpp"
#include "engine/io/load_history.hpp"
#include "engine/io/load_network.hpp"
#include "engine/io/packed_case.hpp"
#include "engine/io/plan_schema.hpp"
#include "engine/io/settings_by_name.hpp"
#include "engine/io/snapshot.hpp"

namespace tieline::io {
namespace {

namespace fs = std::filesystem;

[[nodiscard]] Result<void> apply_settings(network::Settings& settings, LoadOptions const& options) {
  for (auto const& [key, value] : options.settings) {
    switch (set_by_name(settings, key, value)) {
      case SetOutcome::done:
        break;
      case SetOutcome::unknown_key: {
        auto const nearest = nearest_of(key, setting_names());
        auto const known =
            nearest ? std::string{*nearest} : fmt::format("{}", fmt::join(setting_names(), ", "));
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("unknown setting {}; {}: {}", key, nearest ? "the nearest is" : "there are",
                        known),
            fmt::format("未知设置项 {}；{}：{}", key, nearest ? "相近的是" : "可用的有", known));
      }
      case SetOutcome::not_a_number:
        return fail(ErrorCode::invalid_argument,
                    key + ": \"" + value + "\" is not a number it takes",
                    key + "：“" + value + "”不是有效数值");
      case SetOutcome::out_of_bounds: {
        auto const bounds = std::string{setting_bounds(key)};
        return fail(ErrorCode::invalid_argument, key + ": " + value + " is outside " + bounds,
                    key + "：" + value + " 超出范围 " + bounds);
      }
    }
  }
  return {};
}

/// A model that differs from `model` in its settings only; shares all other columns.
[[nodiscard]] network::NetworkPtr with_settings(network::NetworkPtr const& model,
                                                network::Settings const& settings) {
  struct Owner {
    network::NetworkPtr model;
    network::Settings settings;
  };
  auto owner = std::make_shared<Owner const>(Owner{model, settings});
  auto views = model->col();
  views.settings = network::ConstColumn<network::OneRow, network::Settings>{
      std::span<network::Settings const>{&owner->settings, 1}};
  return std::make_shared<network::NetworkModel const>(views, owner);
}

[[nodiscard]] Attachment const* attachment_named(OpenedSnapshot const& opened,
                                                 std::string_view name) {
  auto const found = std::ranges::find(opened.attachments, name, &Attachment::name);
  return found == opened.attachments.end() ? nullptr : &*found;
}

/// The file of that name that a snapshot carries, if it does.
[[nodiscard]] std::optional<TableText> text_of(OpenedSnapshot const& opened,
                                               TableSchema const& schema, ReadContext& context) {
  auto const* const attachment = attachment_named(opened, schema.file);
  if (attachment == nullptr) {
    return std::nullopt;
  }
  RawFile raw;
  raw.label = attachment->name;
  raw.bytes = {attachment->bytes, attachment->owner};
  return to_text(raw, context);
}

[[nodiscard]] Seconds now_of(LoadOptions const& options) {
  using namespace std::chrono;
  return options.now ? *options.now
                     : floor<seconds>(system_clock::now()).time_since_epoch().count();
}

void refuse_if_rejected(LoadedCase& loaded) {
  if (loaded.faults.rejected()) {
    loaded.model = nullptr;
    loaded.history = nullptr;
  }
}

/// The history a snapshot carries: packed, or as the files that earlier versions put there.
[[nodiscard]] Result<void> load_packed_history(fs::path const& path, OpenedSnapshot const& opened,
                                               LoadOptions const& options, ReadContext& context,
                                               LoadedCase& loaded) {
  if (auto const* const packed = attachment_named(opened, kPackedHistory)) {
    TIELINE_TRY(history, open_history(packed->bytes, packed->owner, options.threads));
    loaded.history = std::move(history);
    auto const* const findings = attachment_named(opened, kHistoryFindings);
    return findings == nullptr ? Result<void>{}
                               : read_history_findings(findings->bytes, context, loaded);
  }
  std::vector<CaseFolder> const folders{{path, ""}};
  ReadMeter meter{{}, 0, true};
  loaded.history = load_history({.texts_of =
                                     [&](TableSchema const& schema) {
                                       std::vector<FolderText> texts;
                                       if (auto text = text_of(opened, schema, context)) {
                                         meter.add(schema.file, text->utf8.text);
                                         texts.push_back({std::move(*text), 0, {}});
                                       }
                                       return texts;
                                     },
                                 .folders = folders,
                                 .model = loaded.model.get(),
                                 .plan = &loaded.plan,
                                 .now = now_of(options),
                                 .meter = &meter},
                                context, loaded.history_rows);
  return {};
}

[[nodiscard]] Result<LoadedCase> load_snapshot(fs::path const& path, LoadOptions const& options) {
  if (!options.add.empty()) {  // its rows are placed already: nothing can be put among them
    return fail(ErrorCode::invalid_argument,
                "rows can be added to a case folder only, and " + path.string() +
                    " is a packed case; give its folder, then pack again",
                "只能向算例文件夹追加数据，" + path.string() +
                    " 是打包后的算例；请改用其文件夹，再重新打包");
  }
  if (options.progress) {
    options.progress("snapshot", 0, 0);
  }
  TIELINE_TRY(opened, open_snapshot(path, options.threads));
  LoadedCase loaded;
  loaded.from_snapshot = true;
  loaded.content_hash = opened.content_hash;
  std::error_code ignored;
  loaded.bytes_read = fs::file_size(path, ignored);
  auto settings = opened.model->settings();
  if (auto applied = apply_settings(settings, options); !applied) {
    return tl::unexpected{std::move(applied.error())};
  }
  loaded.model = options.settings.empty() ? opened.model : with_settings(opened.model, settings);
  TextPool pool;
  ReadContext context{loaded.faults, loaded.quarantined, pool};
  context.strict = options.strict;
  context.time_zone = loaded.model->time_zone();
  for (auto const* schema : plan_schemas()) {
    if (auto text = text_of(opened, *schema, context)) {
      read_plan_file(*schema, std::move(*text), context, 0, loaded.plan);
    }
  }
  if (options.want_history) {
    if (auto read = load_packed_history(path, opened, options, context, loaded); !read) {
      return tl::unexpected{std::move(read.error())};
    }
  }
  loaded.faults.sort();
  refuse_if_rejected(loaded);
  return loaded;
}

/// history/ of the case and of what is added to it.
void load_folder_history(std::span<CaseFolder const> folders, LoadOptions const& options,
                         ReadContext& context, ReadMeter& meter, LoadedCase& loaded) {
  loaded.history = load_history({.texts_of =
                                     [&](TableSchema const& schema) {
                                       return open_texts(schema, false, folders, context, meter);
                                     },
                                 .folders = folders,
                                 .model = loaded.model.get(),
                                 .plan = &loaded.plan,
                                 .now = now_of(options),
                                 .meter = &meter},
                                context, loaded.history_rows);
}

/// plan/ of the case and of what is added to it.
void load_plan(std::span<CaseFolder const> folders, ReadContext& context, ReadMeter& meter,
               network::PlanTables& plan) {
  auto const for_each_text = [&](TableSchema const& schema, auto f) {
    auto texts = open_texts(schema, false, folders, context, meter);
    for (auto& text : texts) {
      f(std::move(text));
    }
  };
  for (auto const* schema : plan_schemas()) {
    for_each_text(*schema, [&](FolderText text) {
      read_plan_file(*schema, std::move(text.text), context, text.row_base, plan);
    });
  }
}

}  // namespace

Result<LoadedCase> load_case(fs::path const& path, LoadOptions const& options) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    return fail(ErrorCode::file_missing, "no such case: " + path.string(),
                "找不到算例：" + path.string());
  }
  if (!fs::is_directory(path, ignored)) {
    return load_snapshot(path, options);
  }
  TIELINE_TRY(folders, case_folders(path, options.add));
  std::uint64_t all = 0;
  for (auto const& folder : folders) {
    all += case_size(folder.path, options.want_history);
  }
  LoadedCase loaded;
  auto pool = std::make_shared<TextPool>();
  ReadContext context{loaded.faults, loaded.quarantined, *pool};
  context.strict = options.strict;
  ReadMeter meter{options.progress, all, options.want_history};
  auto network = load_network(folders, context, meter);
  network.tables.texts.push_back(pool);
  if (auto applied = apply_settings(network.tables.settings, options); !applied) {
    return tl::unexpected{std::move(applied.error())};
  }
  load_plan(folders, context, meter, loaded.plan);
  for (auto const& folder : folders) {
    report_unknown_files(folder.path, folder.prefix, context);
  }
  if (network.is_complete) {
    if (options.progress) {
      options.progress("network", 0, 0);
    }
    loaded.model = build_network(network, folders, context);
  }
  if (options.want_history) {
    load_folder_history(folders, options, context, meter, loaded);
  }
  refuse_if_rejected(loaded);
  loaded.faults.sort();
  loaded.bytes_read = meter.bytes();
  loaded.content_hash = meter.hash();
  return loaded;
}

}  // namespace tieline::io

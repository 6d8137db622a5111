insert into runs (
    run_id, started_at, status, code_version, extractor_version, model, lexicon_hash, settings_json
)
values (
    $run_id, $started_at, 'running', $code_version, $extractor_version, $model, $lexicon_hash, $settings_json
)

update runs set
    finished_at = current_timestamp at time zone 'UTC',
    status = $status,
    input_count = $input_count,
    read_count = $read_count,
    article_count = $read_count - $skipped_count - $rejected_count,
    new_count = $new_count,
    revised_count = $revised_count,
    unchanged_count = $unchanged_count,
    reextracted_count = $reextracted_count,
    duplicate_count = $duplicate_count,
    skipped_count = $skipped_count,
    rejected_count = $rejected_count,
    statement_count = $statement_count
where run_id = $run_id

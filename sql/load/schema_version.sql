insert or replace into schema_version (name, version, content_hash, applied_at)
values ($name, $version, $content_hash, current_timestamp at time zone 'UTC')

-- Question: which reports can no longer be read where they were published, and by which two sightings?
-- One row for each report whose own address answered at least twice, the first and the last time a week or more apart, that the
-- page is gone: with 404 or 410, or with the site's own error page; in between it never gave the page. The report and its
-- archived page stay. A report that was found again at another address stands on that one and is not listed.
-- Caveats: one sighting may be a site that is being rebuilt, and is none here. An address that gave no answer at all (a dead
-- host) is not gone: see quarantine.
CREATE OR REPLACE VIEW withdrawn AS
SELECT
    report.report_id,
    report.region_name,
    report.region_short,
    report.year,
    report.title,
    report.url,
    address.gone_since,
    address.gone_seen_at,
    address.gone_sightings,
    address.status
FROM report JOIN address ON address.url = report.url
WHERE address.gone_sightings >= 2 AND address.gone_seen_at >= address.gone_since + INTERVAL 7 DAY;
COMMENT ON VIEW withdrawn IS '原网页已撤下的报告：前后两次、相隔一周以上都见其撤下，其间未再打开；报告及其存档保留，每份一行';
COMMENT ON COLUMN withdrawn.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN withdrawn.region_name IS '行政区划全称';
COMMENT ON COLUMN withdrawn.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN withdrawn.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN withdrawn.title IS '报告标题';
COMMENT ON COLUMN withdrawn.url IS '已撤下的网址';
COMMENT ON COLUMN withdrawn.gone_since IS '首次见到撤下的时间（协调世界时）';
COMMENT ON COLUMN withdrawn.gone_seen_at IS '最近一次见到撤下的时间（协调世界时），距首次一周以上';
COMMENT ON COLUMN withdrawn.gone_sightings IS '见到撤下的次数（次）';
COMMENT ON COLUMN withdrawn.status IS '最近一次的 HTTP 状态码';

-- Question: which governments published the report that they owe, when, and which did not?
-- Every government from the county up owes a report for each year, public by 1 April of the next year
-- (法治政府建设与责任落实督察工作规定, 2019; before it the day was not set everywhere).
-- One row for each unit of the region table (not of what was crawled) in force at the year's end, and each year from the
-- first to the last that any loaded report tells of. Hong Kong, Macao and Taiwan owe none. `status`, the first that holds:
--   withdrawn   a report was loaded, and its address has since answered twice or more, a week apart at least, that the page is
--               gone (see view withdrawn): first and last sighting stand in `gone_since` and `gone_seen_at`
--   in_time, late (`days_late`), undated (published, the page gives no date)
--   incomplete  all that was had of the report is a part of it: nothing follows from that, not even when it was published
--   unreadable  no report, but a page of the unit's own site for that year is in quarantine
--   known       an address of such a report is known (seeds/known_reports.csv) and was not fetched: fazhi ingest --known
--   not_found   nothing of the kind
-- Caveats: not_found says what this warehouse holds, not what the unit did. A quarantined page has no year: it is taken
-- from the month in its address (/202403/, /2024/3/, /2024-03-15/ tell of 2023). A site is a unit's own where all loaded
-- reports of its host are of that unit. Reports of departments and townships do not pay their government's debt.
CREATE OR REPLACE VIEW obligation AS
WITH published AS (
    SELECT
        region_code,
        report.year,
        arg_min(report_id, (coalesce(published_on, DATE '9999-12-31'), report_id)) AS report_id,
        min(published_on) AS published_on,
        bool_and(withdrawn.report_id IS NOT NULL) AS is_withdrawn,
        min(withdrawn.gone_since) AS gone_since,
        max(withdrawn.gone_seen_at) AS gone_seen_at,
        arg_min(report.url, (coalesce(published_on, DATE '9999-12-31'), report_id)) AS url
    FROM report ANTI JOIN sample_aside USING (report_id)
    LEFT JOIN withdrawn USING (report_id)
    WHERE region_code IS NOT NULL AND report.year IS NOT NULL AND level IN ('province', 'prefecture', 'county')
      AND state IS DISTINCT FROM 'incomplete'
    GROUP BY region_code, report.year
), partly AS (
    SELECT region_code, year, min(report_id) AS report_id, arg_min(url, report_id) AS url
    FROM report ANTI JOIN sample_aside USING (report_id)
    WHERE region_code IS NOT NULL AND year IS NOT NULL AND level IN ('province', 'prefecture', 'county')
      AND state = 'incomplete'
    GROUP BY region_code, year
), own_host AS (
    SELECT regexp_extract(url, '^https?://([^/]+)', 1) AS host, min(region_code) AS region_code
    FROM report
    WHERE url LIKE 'http%' AND region_code IS NOT NULL
    GROUP BY host HAVING min(region_code) = max(region_code)
), refused AS (
    SELECT
        own_host.region_code,
        regexp_extract(quarantine.url, '/(20[0-9]{2})[/-]?(?:0?[1-9]|1[0-2])(?:[/-]|[0-3][0-9]/)', 1) AS posted,
        min(quarantine.url) AS url,
        arg_min(quarantine.reason, quarantine.url) AS reason
    FROM quarantine
    JOIN own_host ON own_host.host = regexp_extract(quarantine.url, '^https?://([^/]+)', 1)
    WHERE quarantine.page_id IS NOT NULL AND quarantine.reason <> 'not_a_report'
    GROUP BY ALL
), known AS (
    SELECT
        known.region_code,
        known.year,
        min(known.address) FILTER (page.url IS NULL AND quarantine.url IS NULL) AS unfetched,
        min(quarantine.url) AS refused,
        arg_min(quarantine.reason, quarantine.url) AS reason
    FROM dim_known_report AS known
    LEFT JOIN (SELECT DISTINCT url FROM page) AS page ON page.url = known.address
    LEFT JOIN quarantine ON quarantine.url = known.address
    WHERE known.kind_of_body = 'government' AND known.region_code IS NOT NULL AND known.year IS NOT NULL
    GROUP BY known.region_code, known.year
), owed AS (
    SELECT region.code, region.full_name, region.name, region.level, region.parent_code, told.year
    FROM (SELECT unnest(range(min(year), max(year) + 1))::SMALLINT AS year
          FROM report ANTI JOIN sample_aside USING (report_id)) AS told
    JOIN dim_region AS region
      ON told.year BETWEEN coalesce(region.valid_from, 0) AND coalesce(region.valid_to, 9999)
    WHERE region.level IN ('province', 'prefecture', 'county') AND left(region.code, 2) NOT IN ('71', '81', '82')
)
SELECT
    owed.code AS region_code,
    owed.full_name AS region_name,
    owed.name AS region_short,
    owed.level,
    left(owed.code, 2) || '0000' AS province_code,
    owed.year,
    make_date(owed.year + 1, 4, 1) AS due_on,
    CASE
        WHEN published.report_id IS NULL AND partly.report_id IS NOT NULL THEN 'incomplete'
        WHEN published.is_withdrawn THEN 'withdrawn'
        WHEN published.report_id IS NOT NULL AND published.published_on IS NULL THEN 'undated'
        WHEN published.published_on <= make_date(owed.year + 1, 4, 1) THEN 'in_time'
        WHEN published.report_id IS NOT NULL THEN 'late'
        WHEN coalesce(refused.url, known.refused) IS NOT NULL THEN 'unreadable'
        WHEN known.unfetched IS NOT NULL THEN 'known'
        ELSE 'not_found'
    END AS status,
    published.published_on,
    CASE
        WHEN published.published_on > make_date(owed.year + 1, 4, 1)
        THEN datediff('day', make_date(owed.year + 1, 4, 1), published.published_on)
    END AS days_late,
    coalesce(published.report_id, partly.report_id) AS report_id,
    coalesce(published.url, partly.url, refused.url, known.refused, known.unfetched) AS url,
    CASE WHEN published.report_id IS NULL THEN coalesce(refused.reason, known.reason) END AS refused_for,
    CASE WHEN published.is_withdrawn THEN published.gone_since END AS gone_since,
    CASE WHEN published.is_withdrawn THEN published.gone_seen_at END AS gone_seen_at
FROM owed
LEFT JOIN published ON published.region_code = owed.code AND published.year = owed.year
LEFT JOIN partly ON partly.region_code = owed.code AND partly.year = owed.year
LEFT JOIN known ON known.region_code = owed.code AND known.year = owed.year
LEFT JOIN refused ON refused.region_code = owed.code AND TRY_CAST(refused.posted AS INTEGER) = owed.year + 1;
COMMENT ON VIEW obligation IS '报告义务：县级以上各级政府每年一行，是否按时（次年 4 月 1 日前）公开年度报告；单位取自行政区划表，不以抓取所得为限';
COMMENT ON COLUMN obligation.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN obligation.region_name IS '行政区划全称，当年的名称';
COMMENT ON COLUMN obligation.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN obligation.level IS '层级：province 省级，prefecture 地级，county 县级';
COMMENT ON COLUMN obligation.province_code IS '所在省级行政区划代码';
COMMENT ON COLUMN obligation.year IS '应报告的年份（公历年），自库中最早至最晚的报告年份';
COMMENT ON COLUMN obligation.due_on IS '公开期限：次年 4 月 1 日';
COMMENT ON COLUMN obligation.status IS '履行情况：in_time 按时公开，late 逾期公开，undated 已公开而日期不明，withdrawn 曾公开后撤下（两次见到，相隔一周以上），incomplete 只取得报告的一部分，unreadable 已取得而无法读取，known 网址已知而尚未抓取（fazhi ingest --known），not_found 库中没有';
COMMENT ON COLUMN obligation.published_on IS '公开日期，同一年有多份时取最早者';
COMMENT ON COLUMN obligation.days_late IS '逾期天数（天）；未逾期为空';
COMMENT ON COLUMN obligation.report_id IS '报告编号，见 report 表；没有时为空';
COMMENT ON COLUMN obligation.url IS '报告、未能读取的网页或已知而未抓取的报告的网址';
COMMENT ON COLUMN obligation.refused_for IS '未能读取的原因代码，见 quarantine.reason';
COMMENT ON COLUMN obligation.gone_since IS '撤下的，首次见到的时间（协调世界时）';
COMMENT ON COLUMN obligation.gone_seen_at IS '撤下的，最近一次见到的时间（协调世界时），距首次一周以上';

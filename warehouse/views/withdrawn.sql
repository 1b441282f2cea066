-- Question: which reports can no longer be read where they were published, and since when?
-- One row for each report whose own address answers 404 or 410, or leads to the site's error page. The report and its
-- archived page stay. A report that was found again at another address stands on that one and is not listed.
-- Caveats: an address that gave no answer at all (a dead host) is not gone: see quarantine.
CREATE OR REPLACE VIEW withdrawn AS
SELECT report.report_id, report.region_name, report.year, report.title, report.url, address.gone_since, address.status
FROM report JOIN address ON address.url = report.url
WHERE address.gone_since IS NOT NULL;
COMMENT ON VIEW withdrawn IS '原网页已撤下的报告：报告及其存档保留，每份一行';
COMMENT ON COLUMN withdrawn.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN withdrawn.region_name IS '行政区划全称';
COMMENT ON COLUMN withdrawn.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN withdrawn.title IS '报告标题';
COMMENT ON COLUMN withdrawn.url IS '原网址';
COMMENT ON COLUMN withdrawn.gone_since IS '撤下始于何时：首次发现的时间（协调世界时）';
COMMENT ON COLUMN withdrawn.status IS '最近一次的 HTTP 状态码';

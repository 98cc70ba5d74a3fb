"""抓取: Site → Capture. A Scrapy project under asyncio, with a frontier, a scope guard and robots rules of its own."""

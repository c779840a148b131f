"""How the page looks to Gradio: its own fonts and colours, for light and dark."""

from __future__ import annotations

from gradio.themes import Base
from gradio.themes.utils import sizes
from gradio.themes.utils.fonts import LocalFont

_CHINESE = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei")


class Theme(Base):
    """Ink on paper with one accent. The colours here are the only ones; page.css names them."""

    def __init__(self) -> None:
        super().__init__(
            text_size=sizes.text_md,
            radius_size=sizes.radius_md,
            # Only these two weights of the bundled fonts hold all their glyphs.
            font=(LocalFont("Source Sans Pro", weights=(400, 700)), *_CHINESE, "system-ui", "sans-serif"),
            font_mono=(LocalFont("IBM Plex Mono", weights=(400,)), *_CHINESE, "monospace"),
        )
        super().set(
            body_background_fill="#fbfaf8",
            body_background_fill_dark="#111317",
            body_text_color="#1b1e25",
            body_text_color_dark="#e9eaee",
            body_text_color_subdued="#5d6470",
            body_text_color_subdued_dark="#a0a7b4",
            background_fill_primary="#ffffff",
            background_fill_primary_dark="#181b21",
            background_fill_secondary="#f3f1ed",
            background_fill_secondary_dark="#1f232b",
            border_color_primary="#e4e1da",
            border_color_primary_dark="#2c313b",
            border_color_accent="#1d4fd7",
            border_color_accent_dark="#8fb4ff",
            color_accent="#1d4fd7",
            color_accent_soft="#e9effd",
            color_accent_soft_dark="#1c2a4a",
            link_text_color="#1d4fd7",
            link_text_color_dark="#8fb4ff",
            link_text_color_hover="#163da6",
            link_text_color_hover_dark="#b5cdff",
            link_text_color_visited="#1d4fd7",
            link_text_color_visited_dark="#8fb4ff",
            button_primary_background_fill="#1d4fd7",
            button_primary_background_fill_dark="#8fb4ff",
            button_primary_background_fill_hover="#163da6",
            button_primary_background_fill_hover_dark="#b5cdff",
            button_primary_text_color="#ffffff",
            button_primary_text_color_dark="#10182b",
            error_text_color="#b3261e",
            error_text_color_dark="#ff9b93",
            error_border_color="#e9b9b5",
            error_border_color_dark="#5f2f2c",
            error_background_fill="#fdf3f2",
            error_background_fill_dark="#2a1a1a",
            block_background_fill="transparent",
            block_background_fill_dark="transparent",
            block_border_width="0px",
            block_padding="0px",
            block_shadow="none",
            layout_gap="0px",
            form_gap_width="0px",
            input_background_fill="transparent",
            input_background_fill_dark="transparent",
            input_border_width="0px",
            input_shadow="none",
            input_shadow_focus="none",
            input_placeholder_color="#6a707b",
            input_placeholder_color_dark="#959cab",
            code_background_fill="#f3f1ed",
            code_background_fill_dark="#1f232b",
        )

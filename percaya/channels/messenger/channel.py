"""Messenger: messages to a Facebook page and comments under its posts, over Meta's Graph API."""

from percaya.channels.common.graph.social import Social
from percaya.channels.common.graph.social_channel import SocialChannel
from percaya.channels.common.graph.social_settings import LEAVING_EN, LEAVING_ID
from percaya.channels.contract import Capabilities
from percaya.channels.messenger.settings import SETTINGS, STEPS

MB = 1024 * 1024


class MessengerChannel(SocialChannel):
    """Messages to a page, its adverts and buttons, comments under its posts."""

    key = "messenger"
    name_en = "Messenger"
    name_id = "Messenger"
    icon = "message-circle-more"  # the icon set has no brands
    capabilities = Capabilities(
        max_text=2000,
        max_attachment=25 * MB,
        max_attachments=10,
        attachment_sizes=(("image/", 8 * MB),),
        quotes=True,
        reactions=True,
        buttons=13,
        public_answers=True,
        receipts=True,
        reply_window_hours=24,
        human_window_hours=7 * 24,
        undo_seconds=3,
        conversational=True,
        acknowledges=False,
    )
    settings = SETTINGS
    steps = STEPS
    leaving_en = LEAVING_EN
    leaving_id = LEAVING_ID
    social = Social(
        key="messenger",
        name="Messenger",
        about="page",
        fields=("messages", "messaging_postbacks", "messaging_optins", "messaging_referrals", "message_deliveries",
                "message_reads", "message_reactions", "message_edits", "message_echoes", "messaging_handovers",
                "messaging_policy_enforcement", "standby", "feed"),
        profile_fields="first_name,last_name",
        account_fields="name,username",
        comment_answers="comments",
        max_text=2000,
    )  # fmt: skip


CHANNEL = MessengerChannel()

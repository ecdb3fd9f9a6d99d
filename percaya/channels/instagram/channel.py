"""Instagram: direct messages, stories and comments of a professional account, over Meta's Graph API."""

from percaya.channels.common.graph.social import Social
from percaya.channels.common.graph.social_channel import SocialChannel
from percaya.channels.common.graph.social_settings import LEAVING_EN, LEAVING_ID
from percaya.channels.contract import AccountFacts, Answer, Capabilities, Parcel
from percaya.channels.contract.abilities import Renewal
from percaya.channels.instagram import renewing
from percaya.channels.instagram.settings import SETTINGS, STEPS

MB = 1024 * 1024


class InstagramChannel(SocialChannel):
    """Messages to a professional account, story mentions and replies, comments under its posts. Also ``Renewing``."""

    key = "instagram"
    name_en = "Instagram"
    name_id = "Instagram"
    icon = "camera"  # the icon set has no brands
    capabilities = Capabilities(
        max_text=1000,
        max_attachment=25 * MB,
        max_attachments=10,
        attachment_types=("image/jpeg", "image/png", "image/gif", "video/", "audio/", "application/pdf", "application/ogg"),
        attachment_sizes=(("image/", 8 * MB),),
        quotes=True,
        reactions=True,
        emojis=("❤️",),
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
        key="instagram",
        name="Instagram",
        about="instagram",
        vendor="https://graph.instagram.com",
        fields=("messages", "messaging_postbacks", "messaging_seen", "message_reactions", "messaging_referral", "comments",
                "live_comments"),
        app_fields=("messages", "messaging_postbacks", "messaging_optins", "message_reactions", "messaging_referrals", "standby"),
        profile_fields="name,username",
        account_fields="username,name",
        comment_answers="replies",
        max_text=1000,
        max_bytes=1000,
        upload={"platform": "instagram"},
        hearts_only=True,
    )  # fmt: skip

    def ask_renewal(self, account: AccountFacts) -> Parcel | None:
        return renewing.ask_renewal(account)

    def renewal_in(self, answer: Answer) -> Renewal:
        return renewing.renewal_in(answer)


CHANNEL = InstagramChannel()

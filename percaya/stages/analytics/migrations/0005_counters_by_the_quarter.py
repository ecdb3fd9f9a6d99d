from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0004_focus_time"), ("workspace", "0005_hours_become_a_calendar")]

    operations = [
        migrations.RemoveConstraint(model_name="hourcount", name="analytics_hour_once"),
        migrations.RenameModel(old_name="HourCount", new_name="QuarterCount"),
        migrations.RenameField(model_name="quartercount", old_name="hour", new_name="quarter"),
        migrations.AddConstraint(
            model_name="quartercount",
            constraint=models.UniqueConstraint(
                fields=("workspace", "quarter", "what", "team", "member"), name="analytics_quarter_once"
            ),
        ),
    ]

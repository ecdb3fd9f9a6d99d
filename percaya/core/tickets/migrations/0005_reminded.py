from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0004_agents_desk")]

    operations = [
        migrations.AddField(model_name="ticket", name="reminded_at", field=models.DateTimeField(null=True)),
    ]

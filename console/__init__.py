"""The door for township and county staff: pages rendered here, deeds done in the house."""
